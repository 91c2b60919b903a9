# One image for web, worker, beat and migrate. Built in two steps: what builds does not travel.
FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements/app.txt requirements/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/app.txt
COPY . .
COPY --from=packages /app/node_modules node_modules
RUN /venv/bin/python -m intervisie.dev.assemble /front

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 intervisie && mkdir /data && chown intervisie /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build /front /front
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 INTERVISIE_DATA=/data INTERVISIE_FRONT=/front
USER intervisie
EXPOSE 8000
CMD ["python", "-m", "intervisie.serve", "--host", "0.0.0.0", "--processes", "2"]
