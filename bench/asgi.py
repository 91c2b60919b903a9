"""Django's pages without our dispatch: what plain ASGI costs. `python -m bench.asgi PORT`"""

import socket
import sys

import uvicorn
from django.core.asgi import get_asgi_application

from intervisie import serve

application = get_asgi_application()

if __name__ == "__main__":
    listener: socket.socket = serve.listen("127.0.0.1", int(sys.argv[1]))
    uvicorn.Server(serve.config(application)).run(sockets=[listener])
