"""Pages of the settings of claims: processes with their documents and deadlines, calendars."""
