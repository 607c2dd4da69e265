"""The course of a subscription: status, trial, pauses, planned phases and arrears."""
