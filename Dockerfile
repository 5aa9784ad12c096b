# Two kinds of image, which share every layer but the last ones:
#
#   docker build --target service --build-arg SERVICE=followups .    one of the services, and no other's code
#   docker build --target gateway .                                  the gateway, the event stream, the web client
#
# An image runs one command of the product, e.g. `serve followups`, `work followups`, `migrate followups`.

ARG PYTHON=python:3.13-slim
ARG NODE=node:22-slim

# --- The libraries, at the locked versions and hashes; nothing is compiled ---
FROM ${PYTHON} AS wheels
COPY requirements/run.txt /
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes --requirement /run.txt

# --- What all images have in common ---
FROM ${PYTHON} AS runtime
# The root is read-only in operation, so nothing can be compiled then: it is done here, which also starts faster.
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/app PYTHONSAFEPATH=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp CRM_HOST=0.0.0.0 CRM_PORT=8000
COPY --from=wheels /opt/venv /opt/venv
WORKDIR /app
COPY deploy/ deploy/
COPY cli/ cli/
COPY shared/ shared/
RUN python -m compileall -q cli shared
# A number, not a name: Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["python", "-m", "cli"]
CMD ["--help"]
# Of the web process; a worker answers on another port, see docker-compose.yml.
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=3 \
    CMD ["python", "-I", "-S", "deploy/healthy.py", "8000"]

# --- One service ---
FROM runtime AS service
ARG SERVICE
COPY services/__init__.py services/
COPY services/${SERVICE}/ services/${SERVICE}/
USER 0:0
# Without a name the line above would have copied them all.
RUN test -n "${SERVICE}" && python -m compileall -q services
USER 10001:10001

# --- The web client ---
FROM ${NODE} AS web
WORKDIR /web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build && touch dist/.built

# --- The gateway ---
FROM runtime AS gateway
COPY gateway/ gateway/
COPY --from=web /web/dist/ web/dist/
USER 0:0
RUN python -m compileall -q gateway
USER 10001:10001
