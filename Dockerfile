# One image for web, worker, beat and migrations.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt .
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 VAR_DIR=/var/lib/portal
RUN useradd --system --uid 10001 portal && install --directory --owner=portal /var/lib/portal
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/portal
COPY . .
RUN python -m fashionista.common.catalogues
USER portal
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "fashionista.wsgi"]
