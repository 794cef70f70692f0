# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0

# The operator's image, for those who have a container engine:
#
#   docker build --build-arg VERSION=v0.1.0 --build-arg COMMIT="$(git rev-parse HEAD)" -t registry.example.com/mcp-remote-endpoint-operator:v0.1.0 .
#
# hack/images makes one without, for the same user and with the same files, but for two: its root certificates are pinned by a go.mod, so
# that it is the same image byte for byte each time, where these are those of the image below; and it has an empty home directory, which the
# operator does not use.

# Go compiles for any architecture, so this stage always runs on the builder's own.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /source
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY manifests manifests
COPY pkg pkg
ARG TARGETOS TARGETARCH
# VERSION has to begin with vX.Y.Z.
ARG VERSION=v0.0.0-dev
ARG COMMIT=unknown
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false \
      -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$VERSION -X k8s.io/component-base/version.gitCommit=$COMMIT" \
      -o /image/operator ./cmd/operator
RUN mkdir -p /image/etc/ssl/certs \
    && mkdir -m 1777 /image/tmp \
    && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
    && printf '%s\n' 'root:x:0:0:root:/:/sbin/nologin' 'nonroot:x:65532:65532:nonroot:/:/sbin/nologin' > /image/etc/passwd \
    && printf '%s\n' 'root:x:0:' 'nonroot:x:65532:' > /image/etc/group

FROM scratch
COPY --from=build /image/ /
# A number, so that the kubelet can check runAsNonRoot.
USER 65532:65532
ENTRYPOINT ["/operator"]
