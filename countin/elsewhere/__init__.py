"""Where else a release is: open catalogs that know it by its codes and ask for no key, and whether
an address still answers. Knows neither Django nor the database."""
