"""The four stages: functions of a session and a plan that return a report."""
