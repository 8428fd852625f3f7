# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
# What builds the project stays in this environment, what runs it goes into /venv.
RUN python -m venv /build && python -m venv /venv
COPY requirements/runtime.txt requirements/build.txt requirements/
RUN /build/bin/pip install --require-hashes -r requirements/build.txt \
 && /venv/bin/pip install --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY engine engine
COPY integrations integrations
COPY schemas schemas
COPY docs/rules docs/rules
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /venv/bin/pip install --no-deps /wheels/carquery-*.whl \
 && /venv/bin/python -m compileall -q /venv/lib

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin carquery \
 && install -d -o carquery -g carquery /app /app/data
COPY --from=build /venv /venv
WORKDIR /app
COPY flows flows
USER 10001
VOLUME /app/data
EXPOSE 8080
STOPSIGNAL SIGTERM
# The first start migrates the database and imports for some seconds: the grace of start-period is for that.
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/health' % os.environ.get('HEALTH_PORT', '8080'), timeout=2)"]
ENTRYPOINT ["carquery"]
CMD ["run"]
