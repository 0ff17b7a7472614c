"""Osmotr on one machine: the deployment package in an emulator of AWS. See system.run_system."""
