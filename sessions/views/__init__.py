"""Views, one module per noun: door, permission, form, action, page."""
