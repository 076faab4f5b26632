from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "quenotte.vault.policies"
    label = "policies"
