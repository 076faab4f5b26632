from django.apps import AppConfig


class PatientConfig(AppConfig):
    name = "quenotte.vault.patient"
    label = "patient"
