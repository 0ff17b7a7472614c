"""Messages to clients about their claims, by e-mail or SMS, with a link into the client area."""
