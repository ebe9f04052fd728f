"""The addresses below `/control`."""

from aiohttp import web

from simulator.control import fans, inspection, releases, scenarios


def add_control(app: web.Application) -> None:
    router = app.router
    router.add_get("/control/libraries", inspection.show_libraries)
    router.add_get("/control/complaints", inspection.show_complaints)
    router.add_get("/control/calls", inspection.show_calls)
    router.add_post("/control/reset", inspection.reset)
    router.add_post("/control/apple-keys", inspection.add_apple_key)
    router.add_get("/control/scenarios", scenarios.list_scenarios)
    router.add_post("/control/scenario", scenarios.switch_scenario)
    router.add_post("/control/settings", scenarios.change_settings)
    router.add_get("/control/clock", scenarios.show_clock)
    router.add_post("/control/clock", scenarios.set_clock)
    router.add_get("/control/releases", releases.list_releases)
    router.add_post("/control/releases", releases.put_release)
    router.add_get("/control/releases/{id}", releases.show_release)
    router.add_post("/control/releases/{id}/availability", releases.set_availability)
    router.add_get("/control/fans", fans.list_fans)
    router.add_post("/control/fans", fans.create_fans)
    router.add_post("/control/fans/{id}/revoke", fans.revoke)
    router.add_post("/control/fans/{id}/password", fans.set_password)
    router.add_post("/control/fans/{id}/full-library", fans.set_full_library)
    router.add_post("/control/fans/{id}/subscription", fans.set_subscription)
    router.add_post("/control/fans/{id}/remove", fans.remove_from_library)
