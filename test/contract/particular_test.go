// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// The differences of some proxies.
var (
	resourceURL = difference{"resource-url", func(theirs, _ *rendering) {
		theirs.section("oidc_config")["ResourceURL"] = "http://mcp-ep-remote-proxy.default.svc.cluster.local:" + theirs.port()
	}}

	noCopies = difference{"no-unused-copies", func(theirs, _ *rendering) {
		delete(theirs.RunConfig, "thv_ca_bundle")
		delete(theirs.RunConfig, "jwks_auth_token_file")
	}}

	projectedToken = difference{"projected-token", func(theirs, _ *rendering) {
		theirs.addVolume(corev1.Volume{Name: "cluster-token", VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{
			DefaultMode: new(int32(0o644)),
			Sources: []corev1.VolumeProjection{
				{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Path: "token", ExpirationSeconds: new(int64(3607))}},
				{ConfigMap: &corev1.ConfigMapProjection{
					LocalObjectReference: corev1.LocalObjectReference{Name: "kube-root-ca.crt"}, Items: []corev1.KeyToPath{{Key: "ca.crt", Path: "ca.crt"}},
				}},
			},
		}}}, "/var/run/secrets/kubernetes.io/serviceaccount")
	}}

	noAuthzFile = difference{"no-authz-file", func(theirs, _ *rendering) {
		theirs.removeVolume("authz-config")
		delete(theirs.Children, "configmaps/ep-authz-inline")
	}}

	noEmptySecret = difference{"no-empty-secret", func(theirs, _ *rendering) {
		delete(theirs.section("token_exchange_config"), "client_secret")
	}}

	noZeroTimes = difference{"no-zero-times", func(theirs, _ *rendering) {
		delete(theirs.section("remote_auth_config"), "cached_secret_expiry")
		delete(theirs.section("remote_auth_config"), "cached_token_expiry")
	}}

	bearerIdentifier = difference{"secret-identifiers", func(theirs, _ *rendering) {
		theirs.section("remote_auth_config")["bearer_token"] = "BEARER_TOKEN,target=bearer_token"
		theirs.renameEnv("TOOLHIVE_SECRET_remote-token", "TOOLHIVE_SECRET_BEARER_TOKEN")
	}}

	headerIdentifiers = difference{"secret-identifiers", func(theirs, ours *rendering) {
		wanted := ours.headerSecrets()
		for header, identifier := range theirs.headerSecrets() {
			theirs.headerSecrets()[header] = wanted[header]
			theirs.renameEnv("TOOLHIVE_SECRET_"+identifier.(string), "TOOLHIVE_SECRET_"+wanted[header].(string))
		}
	}}

	variablesOnce = difference{"variables-once", func(theirs, _ *rendering) {
		seen := map[string]bool{}
		theirs.container().Env = slices.DeleteFunc(theirs.container().Env, func(v corev1.EnvVar) bool {
			again := seen[v.Name]
			seen[v.Name] = true
			return again
		})
	}}

	injectedHeader = difference{"header-injection", func(theirs, ours *rendering) {
		theirs.section("header_forward")["add_headers_from_secret"] = maps.Clone(ours.headerSecrets())
		theirs.addEnv(corev1.EnvVar{Name: "TOOLHIVE_SECRETS_PROVIDER", Value: "environment"})
		theirs.addSecretEnv("TOOLHIVE_SECRET_"+ours.headerSecrets()["X-API-Key"].(string), "hk", "value")
		theirs.addMiddleware("header-forward")
	}}

	secretTelemetryHeaders = difference{"telemetry-headers", func(theirs, _ *rendering) {
		const variable = "TELEMETRY_HEADER_AUTHORIZATION_CBB82EBE"
		delete(theirs.section("telemetry_config"), "headers")
		theirs.addEnv(corev1.EnvVar{Name: "OTEL_EXPORTER_OTLP_HEADERS", Value: "x-env=prod,x-tenant=t1,authorization=$(" + variable + ")"})
		theirs.addSecretEnv(variable, "otel", "token")
	}}

	telemetryCertificates = difference{"telemetry-certificates", func(theirs, _ *rendering) {
		elsewhere := func(path string) string {
			return strings.Replace(path, "/config/certs/otel/", "/config/otel-certs/", 1)
		}
		telemetry := theirs.section("telemetry_config")
		telemetry["caCertPath"] = elsewhere(telemetry["caCertPath"].(string))
		mounts := theirs.container().VolumeMounts
		for i := range mounts {
			mounts[i].MountPath = elsewhere(mounts[i].MountPath)
		}
	}}
	legacyAttributes = difference{"telemetry-attributes", func(theirs, _ *rendering) {
		theirs.section("telemetry_config")["useLegacyAttributes"] = true
	}}

	noUserInfo = difference{"no-setting-without-effect", func(theirs, _ *rendering) {
		upstream := theirs.section("embedded_auth_server_config")["upstreams"].([]any)[0].(map[string]any)
		delete(upstream["oidc_config"].(map[string]any), "userinfo_override")
	}}

	podsPullSecrets = difference{"pull-secrets", func(theirs, _ *rendering) { theirs.PullSecrets = nil }}

	noOperatorRedis = difference{"no-operator-redis", func(theirs, _ *rendering) { delete(theirs.RunConfig, "scaling_config") }}

	// reportsUsage undoes what the operator of most recordings was told.
	reportsUsage = difference{"no-usage-reports", func(theirs, _ *rendering) { theirs.removeMiddleware("usagemetrics") }}

	noTemplateHash = difference{"no-template-hash", func(theirs, _ *rendering) {
		delete(theirs.Deployment.Annotations, "toolhive.stacklok.io/podtemplatespec-hash")
	}}
)
