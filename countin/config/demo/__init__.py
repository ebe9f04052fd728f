"""`countin demo`: starts the services' stand-ins, the product and a crowd as processes, and leads
them through a campaign of 28 days by a clock that leaps. Knows the crowd and the simulator by
their command lines and addresses alone."""
