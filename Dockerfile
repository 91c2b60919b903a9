# One image for web, worker, beat, migrate and backup. Built in steps: what builds does not travel.
FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements/app.txt requirements/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/app.txt
COPY . .
COPY --from=packages /app/node_modules node_modules
RUN PATH=/venv/bin:$PATH python -m intervisie.dev.assemble /front && rm -rf node_modules .data && python -m compileall -q .

FROM python:3.12-slim
RUN useradd --no-create-home --uid 10001 intervisie \
 && install -d -o intervisie -g intervisie -m 0700 /data /backups/main /backups/keys
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /front /front
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 INTERVISIE_DATA=/data INTERVISIE_FRONT=/front
# Threads that share two heaps: a web process of eight threads stays some megabytes smaller.
ENV MALLOC_ARENA_MAX=2
USER 10001
EXPOSE 8000 9100
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["python", "-m", "intervisie.probe", "http://127.0.0.1:8000/health/live/"]
CMD ["python", "-m", "intervisie.serve", "--host", "0.0.0.0", "--port", "8000", "--processes", "2"]
