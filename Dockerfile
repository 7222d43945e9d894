# The agent as an image: two stages, no root, nothing written but to the volume. docs/operations.md tells how it is run.

FROM python:3.11-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml README.md ./
COPY config config
COPY workspace_agent workspace_agent
COPY docker docker
RUN python -m venv /opt/workspace-agent
RUN /opt/workspace-agent/bin/pip install --no-cache-dir --disable-pip-version-check .
RUN /opt/workspace-agent/bin/python docker/prune_discovery.py
RUN /opt/workspace-agent/bin/pip uninstall --yes --quiet pip setuptools

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --shell /usr/sbin/nologin --create-home --home-dir /var/lib/workspace-agent workspace-agent
COPY --from=build /opt/workspace-agent /opt/workspace-agent
ENV PATH=/opt/workspace-agent/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    WA_CONFIG=/etc/workspace-agent
USER workspace-agent
WORKDIR /var/lib/workspace-agent
VOLUME /var/lib/workspace-agent
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15m --timeout=30s --start-period=2h --retries=2 CMD ["workspace-agent", "status", "--check"]
ENTRYPOINT ["workspace-agent"]
CMD ["serve"]
