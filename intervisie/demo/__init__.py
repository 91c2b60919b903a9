"""The demonstration: two invented organisations with a year behind them. Development only."""
