"""How the web server runs, embedded or in a container. Its address comes from the command line."""

import gc

worker_class = "fashionista.lanes.LanesWorker"
workers = 2
threads = 4
preload_app = True  # the workers share the memory of what is loaded once
timeout = 60
graceful_timeout = 6
keepalive = 5
accesslog = None
loglevel = "warning"
control_socket_disable = True


def when_ready(server):
    gc.freeze()  # what is loaded stays shared: the workers' collections do not touch it
    gc.set_threshold(20_000, 20, 20)  # a page makes thousands of objects, and hardly a cycle
