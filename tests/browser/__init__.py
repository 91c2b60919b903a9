"""What only a browser can show. A number that others made may take eight seconds to come (room.js)."""

from playwright.sync_api import expect

expect.set_options(timeout=10_000)
