// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// publicURL is where clients reach the proxy of these tests, and the issuer of its authorization server.
const publicURL = "https://mcp.public.example.com"

type (
	serverConfig = v1beta1.EmbeddedAuthServerConfig
	serverChange = func(*serverConfig)
	oidcUpstream = v1beta1.OIDCUpstreamConfig
	oauth2Config = v1beta1.OAuth2UpstreamConfig
)

// anyKey is a Secret key whose value will do for everything.
func anyKey() v1beta1.SecretKeyRef { return v1beta1.SecretKeyRef{Name: "any", Key: "key"} }

func anyKeyRef() *v1beta1.SecretKeyRef {
	ref := anyKey()
	return &ref
}

// authServer is a configuration in which nothing is wrong; then it is changed.
func authServer(changes ...serverChange) authSpec {
	config := &serverConfig{
		Issuer:               publicURL,
		SigningKeySecretRefs: []v1beta1.SecretKeyRef{anyKey()},
		HMACSecretRefs:       []v1beta1.SecretKeyRef{anyKey()},
		UpstreamProviders: []v1beta1.UpstreamProviderConfig{{
			Name: "corp-idp", Type: v1beta1.UpstreamProviderTypeOIDC,
			OIDCConfig: &oidcUpstream{IssuerURL: "https://login.example.com", ClientID: "me", ClientSecretRef: anyKeyRef()},
		}},
	}
	for _, change := range changes {
		change(config)
	}
	return authSpec{EmbeddedAuthServer: config}
}

// proxyServer is a proxy whose authorization server is by spec.externalAuthConfigRef.
func proxyServer(spec authSpec, changes ...change) validate.Input {
	in := proxyWith(v1beta1.ExternalAuthTypeEmbeddedAuthServer, spec, func(in *validate.Input) {
		in.Endpoint.Spec.ProxyConfig = &v1alpha1.ProxyConfig{
			OIDCConfigRef: &v1beta1.MCPOIDCConfigReference{Name: "idp", Audience: publicURL, ResourceURL: publicURL},
		}
		in.OIDCConfig = &v1beta1.MCPOIDCConfig{Spec: v1beta1.MCPOIDCConfigSpec{
			Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &v1beta1.InlineOIDCSharedConfig{Issuer: publicURL},
		}}
		in.OIDCConfig.Name = "idp"
		in.Secrets["any"] = digest.Digest{"key": {Length: 32, HeaderValue: true, SigningKey: true, Certificates: 1}, "empty": {}}
	})
	for _, change := range changes {
		change(&in)
	}
	return in
}

func mismatch(mentions ...string) finding {
	return configuration(v1alpha1.ReasonAuthServerMismatch, append(mentions, `MCPExternalAuthConfig "login"`)...)
}

func TestAuthServerItself(t *testing.T) {
	change := func(change serverChange) []serverChange { return []serverChange{change} }
	issuer := func(url string) []serverChange { return change(func(c *serverConfig) { c.Issuer = url }) }
	const field = "spec.embeddedAuthServer."
	// Another issuer is not the one that the proxy's OIDC configuration wants.
	issuerFaults := func(mentions ...string) []finding {
		return []finding{authInvalidIn(append(mentions, field+"issuer")...), mismatch("issuer")}
	}
	other := []finding{mismatch("issuer")}
	tests := map[string]struct {
		changes []serverChange
		want    []finding
	}{
		"all is well":                 {nil, nil},
		"an http issuer on this host": {issuer("http://localhost:8080"), other},
		"an http issuer elsewhere":    {issuer("http://mcp.public.example.com"), issuerFaults("insecureAllowHTTP")},
		"an issuer with a slash":      {issuer("https://mcp.public.example.com/"), issuerFaults("slash")},
		"an issuer with a query":      {issuer("https://mcp.public.example.com?x"), issuerFaults("query")},
		"an issuer with a fragment":   {issuer("https://mcp.public.example.com#x"), issuerFaults("fragment")},
		"an issuer with a user":       {issuer("https://a:s3cret@mcp.public.example.com"), []finding{authInvalidIn("user information"), mismatch()}},
		"no issuer":                   {issuer(""), issuerFaults()},
		"http is permitted":           {change(func(c *serverConfig) { c.Issuer, c.InsecureAllowHTTP = "http://mcp.public.example.com", true }), other},
		"a base URL over http":        {change(func(c *serverConfig) { c.AuthorizationEndpointBaseURL = "http://login.example.com" }), []finding{authInvalidIn(field+"authorizationEndpointBaseUrl", "https")}},
		"lifespans within their bounds": {change(func(c *serverConfig) {
			c.TokenLifespans = &v1beta1.TokenLifespanConfig{AccessTokenLifespan: "24h", RefreshTokenLifespan: "1h", AuthCodeLifespan: "30s"}
		}), nil},
		"lifespans out of bounds": {change(func(c *serverConfig) {
			c.TokenLifespans = &v1beta1.TokenLifespanConfig{AccessTokenLifespan: "25h", RefreshTokenLifespan: "59m", AuthCodeLifespan: "11m"}
		}), []finding{authInvalidIn("accessTokenLifespan", "24h0m0s"), authInvalidIn("refreshTokenLifespan", "1h0m0s"), authInvalidIn("authCodeLifespan", "10m0s")}},
		"a day is no unit": {change(func(c *serverConfig) { c.TokenLifespans = &v1beta1.TokenLifespanConfig{RefreshTokenLifespan: "7d"} }), []finding{authInvalidIn("refreshTokenLifespan")}},
		"metadata documents": {change(func(c *serverConfig) {
			c.CIMD = &v1beta1.EmbeddedAuthServerCIMDConfig{Enabled: true, CacheFallbackTTL: "10m"}
		}), nil},
		"documents that are never kept": {change(func(c *serverConfig) {
			c.CIMD = &v1beta1.EmbeddedAuthServerCIMDConfig{Enabled: true, CacheFallbackTTL: "0s", CacheMaxSize: -1}
		}), []finding{authInvalidIn("cacheMaxSize"), authInvalidIn("cacheFallbackTtl")}},
		"documents that are switched off":  {change(func(c *serverConfig) { c.CIMD = &v1beta1.EmbeddedAuthServerCIMDConfig{CacheFallbackTTL: "0s"} }), nil},
		"the one upstream is the primary":  {change(func(c *serverConfig) { c.PrimaryUpstreamProvider = "corp-idp" }), nil},
		"another is the primary":           {change(func(c *serverConfig) { c.PrimaryUpstreamProvider = "other" }), []finding{authInvalidIn(field+"primaryUpstreamProvider", `"corp-idp"`)}},
		"two upstreams":                    {change(func(c *serverConfig) { c.UpstreamProviders = append(c.UpstreamProviders, c.UpstreamProviders[0]) }), []finding{configuration(v1alpha1.ReasonMultiUpstreamNotSupported, "exactly one", `"login"`)}},
		"no upstream":                      {change(func(c *serverConfig) { c.UpstreamProviders = nil }), []finding{configuration(v1alpha1.ReasonMultiUpstreamNotSupported)}},
		"an upstream without its member":   {change(func(c *serverConfig) { c.UpstreamProviders[0].OIDCConfig = nil }), []finding{authInvalidIn("upstreamProviders[corp-idp]")}},
		"an upstream with a bad name":      {change(func(c *serverConfig) { c.UpstreamProviders[0].Name = "Corp" }), []finding{authInvalidIn("upstreamProviders[Corp].name")}},
		"insecure, and secrets for anyone": {change(func(c *serverConfig) { c.AllowConfidentialClientRegistration, c.InsecureAllowHTTP = true, true }), []finding{authInvalidIn("client secrets", "insecureAllowHTTP")}},
		"secrets over http on this host":   {change(func(c *serverConfig) { c.AllowConfidentialClientRegistration, c.Issuer = true, "http://localhost" }), []finding{authInvalidIn("insecureAllowConfidentialOverLoopbackHTTP"), mismatch()}},
		"which may be permitted": {change(func(c *serverConfig) {
			c.AllowConfidentialClientRegistration, c.InsecureAllowConfidentialOverLoopbackHTTP, c.Issuer = true, true, "http://localhost"
		}), other},
		"redirects that force a secret": {change(func(c *serverConfig) {
			c.AllowConfidentialClientRegistration, c.ForceConfidentialRedirectURIs = true, []string{"https://app.example.com/cb"}
		}), nil},
		"where none can be given": {change(func(c *serverConfig) { c.ForceConfidentialRedirectURIs = []string{"https://app.example.com/cb"} }), []finding{authInvalidIn("allowConfidentialClientRegistration")}},
		"redirects that cannot have one": {change(func(c *serverConfig) {
			c.AllowConfidentialClientRegistration = true
			c.ForceConfidentialRedirectURIs = []string{"http://app.example.com/cb", "https://localhost/cb", "app:/cb", "https://app.example.com/#", "https://app.example.com/" + strings.Repeat("x", 2048)}
		}), []finding{authInvalidIn("[0]", "https"), authInvalidIn("[1]", "loopback"), authInvalidIn("[2]"), authInvalidIn("[3]", "fragment"), authInvalidIn("[4]", "2048")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := validate.ExternalAuth(proxyServer(authServer(tt.changes...)))
			requireFindings(t, tt.want, got)
			for _, problem := range got {
				if name != "an issuer with a user" || problem.Condition == v1alpha1.ConditionAuthConfigValid {
					assert.NotContains(t, problem.Message, "s3cret")
				}
			}
		})
	}
}

func TestUpstreamsOfAuthServers(t *testing.T) {
	oidc := func(change func(*oidcUpstream)) serverChange {
		return func(c *serverConfig) { change(c.UpstreamProviders[0].OIDCConfig) }
	}
	oauth2 := func(changes ...func(*oauth2Config)) serverChange {
		config := &oauth2Config{AuthorizationEndpoint: "https://forge.example.com/a", TokenEndpoint: "https://forge.example.com/t", ClientID: "me"}
		for _, change := range changes {
			change(config)
		}
		return func(c *serverConfig) {
			c.UpstreamProviders[0] = v1beta1.UpstreamProviderConfig{Name: "forge", Type: v1beta1.UpstreamProviderTypeOAuth2, OAuth2Config: config}
		}
	}
	dcr := func(c *oauth2Config) {
		c.ClientID, c.DCRConfig = "", &v1beta1.DCRUpstreamConfig{RegistrationEndpoint: "https://forge.example.com/r", InitialAccessTokenRef: anyKeyRef()}
	}
	http := func(c *oauth2Config) {
		c.AuthorizationEndpoint, c.TokenEndpoint = "http://forge.example.com/a", "http://forge.example.com/t"
	}
	info := func(info v1beta1.UserInfoConfig) serverChange {
		return oauth2(func(c *oauth2Config) { c.UserInfo = &info })
	}
	tests := map[string]struct {
		change serverChange
		want   []finding
	}{
		"an issuer over http":     {oidc(func(c *oidcUpstream) { c.IssuerURL = "http://login.example.com" }), []finding{authInvalidIn("issuerUrl", "insecureAllowHTTP")}},
		"an issuer with a slash":  {oidc(func(c *oidcUpstream) { c.IssuerURL = "https://login.example.com/" }), nil},
		"an issuer with a query":  {oidc(func(c *oidcUpstream) { c.IssuerURL = "https://login.example.com?x" }), []finding{authInvalidIn("issuerUrl", "query")}},
		"no client":               {oidc(func(c *oidcUpstream) { c.ClientID = "" }), []finding{authInvalidIn("clientId")}},
		"a redirect of one's own": {oidc(func(c *oidcUpstream) { c.RedirectURI = "https://x.example.com/cb" }), nil},
		"a redirect over http":    {oidc(func(c *oidcUpstream) { c.RedirectURI = "http://x.example.com/cb" }), []finding{authInvalidIn("redirectUri", "https")}},
		"scopes with openid":      {oidc(func(c *oidcUpstream) { c.Scopes = []string{"email", "openid"} }), nil},
		"scopes without openid":   {oidc(func(c *oidcUpstream) { c.Scopes = []string{"email"} }), []finding{authInvalidIn("scopes", "openid")}},
		"a claim":                 {oidc(func(c *oidcUpstream) { c.SubjectClaim = "oid" }), nil},
		"a claim that is none":    {oidc(func(c *oidcUpstream) { c.SubjectClaim = "user.oid" }), []finding{authInvalidIn("subjectClaim")}},
		"an override of user info": {oidc(func(c *oidcUpstream) {
			c.UserInfoOverride = &v1beta1.UserInfoConfig{EndpointURL: "https://login.example.com/me"}
		}), []finding{authWithoutEffect("userInfoOverride", "no effect", "subjectClaim")}},
		"parameters": {oidc(func(c *oidcUpstream) {
			c.AdditionalAuthorizationParams = map[string]string{"prompt": "consent", "state": "x", "nonce": "y"}
		}), []finding{authInvalidIn("nonce"), authInvalidIn("state")}},

		"plain OAuth 2.0":                  {oauth2(), nil},
		"over http":                        {oauth2(http), []finding{authInvalidIn("authorizationEndpoint", "insecureAllowHTTP"), authInvalidIn("tokenEndpoint")}},
		"over http, which is permitted":    {oauth2(http, func(c *oauth2Config) { c.InsecureAllowHTTP = true }), nil},
		"over http, by the server":         {func(c *serverConfig) { oauth2(http)(c); c.InsecureAllowHTTP = true }, nil},
		"OAuth 2.0, back over http":        {oauth2(func(c *oauth2Config) { c.RedirectURI = "http://x.example.com/cb" }), []finding{authInvalidIn("redirectUri")}},
		"no client and no registration":    {oauth2(func(c *oauth2Config) { c.ClientID = "" }), []finding{authInvalidIn("either clientId or dcrConfig")}},
		"registration":                     {oauth2(dcr), nil},
		"registration over http, never":    {oauth2(http, dcr, func(c *oauth2Config) { c.InsecureAllowHTTP = true }), []finding{authInvalidIn("authorizationEndpoint"), authInvalidIn("tokenEndpoint")}},
		"registration of a client":         {oauth2(dcr, func(c *oauth2Config) { c.ClientID, c.ClientSecretRef = "me", anyKeyRef() }), []finding{authInvalidIn("either clientId or dcrConfig"), authWithoutEffect("clientSecretRef", "no effect")}},
		"registration, but where":          {oauth2(dcr, func(c *oauth2Config) { c.DCRConfig.RegistrationEndpoint = "" }), []finding{authInvalidIn("either discoveryUrl or registrationEndpoint")}},
		"registration at an http endpoint": {oauth2(dcr, func(c *oauth2Config) { c.DCRConfig.RegistrationEndpoint = "http://forge.example.com/r" }), []finding{authInvalidIn("registrationEndpoint")}},
		"discovery over http": {oauth2(dcr, func(c *oauth2Config) {
			c.DCRConfig.RegistrationEndpoint, c.DCRConfig.DiscoveryURL = "", "http://forge.example.com/d"
		}), []finding{authInvalidIn("discoveryUrl")}},
		"what is not sent": {oauth2(dcr, func(c *oauth2Config) { c.DCRConfig.SoftwareID = "x" }), []finding{authWithoutEffect("softwareId", "no effect")}},
		"nor this":         {oauth2(dcr, func(c *oauth2Config) { c.DCRConfig.SoftwareStatement = "x" }), []finding{authWithoutEffect("softwareStatement", "no effect")}},

		"user info":                 {info(v1beta1.UserInfoConfig{EndpointURL: "https://forge.example.com/me", HTTPMethod: "POST", AdditionalHeaders: headers{"Accept": "x"}}), nil},
		"user info over http":       {info(v1beta1.UserInfoConfig{EndpointURL: "http://forge.example.com/me"}), []finding{authInvalidIn("userInfo.endpointUrl")}},
		"user info by DELETE":       {info(v1beta1.UserInfoConfig{EndpointURL: "https://forge.example.com/me", HTTPMethod: "DELETE"}), []finding{authInvalidIn("userInfo.httpMethod")}},
		"headers that are none":     {info(v1beta1.UserInfoConfig{EndpointURL: "https://forge.example.com/me", AdditionalHeaders: headers{"A B": "x", "C": "x\n"}}), []finding{authInvalidIn(`"A B"`), authInvalidIn(`"C"`)}},
		"identity from the token":   {oauth2(func(c *oauth2Config) { c.IdentityFromToken = &v1beta1.IdentityFromTokenConfig{SubjectPath: "id"} }), nil},
		"identity from nowhere":     {oauth2(func(c *oauth2Config) { c.IdentityFromToken = &v1beta1.IdentityFromTokenConfig{} }), []finding{authInvalidIn("subjectPath")}},
		"a mapping without a token": {oauth2(func(c *oauth2Config) { c.TokenResponseMapping = &v1beta1.TokenResponseMapping{} }), []finding{authInvalidIn("accessTokenPath")}},
		"identity from two places": {oauth2(func(c *oauth2Config) {
			c.IdentityFromToken, c.UserInfo = &v1beta1.IdentityFromTokenConfig{SubjectPath: "id"}, &v1beta1.UserInfoConfig{EndpointURL: "https://forge.example.com/me"}
		}), []finding{authWithoutEffect("userInfo", "identityFromToken", "no effect")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.ExternalAuth(proxyServer(authServer(tt.change))))
		})
	}
}

func TestStorageOfAuthServers(t *testing.T) {
	redis := func(change func(*v1beta1.RedisStorageConfig)) v1beta1.AuthServerStorageConfig {
		config := &v1beta1.RedisStorageConfig{
			Addr: "redis:6379", ACLUserConfig: v1beta1.RedisACLUserConfig{PasswordSecretRef: anyKey()}, TLS: &v1beta1.RedisTLSConfig{CACertSecretRef: anyKeyRef()},
		}
		change(config)
		return v1beta1.AuthServerStorageConfig{Type: v1beta1.AuthServerStorageTypeRedis, Redis: config}
	}
	sentinel := func(sentinel v1beta1.RedisSentinelConfig) v1beta1.AuthServerStorageConfig {
		return redis(func(c *v1beta1.RedisStorageConfig) { c.Addr, c.SentinelConfig = "", &sentinel })
	}
	service := &v1beta1.SentinelServiceRef{Name: "sentinels"}
	tests := map[string]struct {
		storage v1beta1.AuthServerStorageConfig
		want    []finding
	}{
		"memory by default":          {v1beta1.AuthServerStorageConfig{}, nil},
		"memory":                     {v1beta1.AuthServerStorageConfig{Type: v1beta1.AuthServerStorageTypeMemory}, nil},
		"a type that nobody knows":   {v1beta1.AuthServerStorageConfig{Type: "clay"}, []finding{authInvalidIn("storage.type")}},
		"memory with Redis":          {v1beta1.AuthServerStorageConfig{Redis: &v1beta1.RedisStorageConfig{}}, []finding{authWithoutEffect("storage.redis", "no effect")}},
		"Redis without Redis":        {v1beta1.AuthServerStorageConfig{Type: v1beta1.AuthServerStorageTypeRedis}, []finding{authInvalidIn("no redis")}},
		"an address":                 {redis(func(*v1beta1.RedisStorageConfig) {}), nil},
		"a password that is empty":   {redis(func(c *v1beta1.RedisStorageConfig) { c.ACLUserConfig.PasswordSecretRef.Key = "empty" }), nil},
		"a password that is missing": {redis(func(c *v1beta1.RedisStorageConfig) { c.ACLUserConfig.PasswordSecretRef.Key = "none" }), []finding{authSecretMissing(`Secret "any"`, `"none"`)}},
		"a user whose name is missing": {redis(func(c *v1beta1.RedisStorageConfig) {
			c.ACLUserConfig.UsernameSecretRef = &v1beta1.SecretKeyRef{Name: "nil", Key: "k"}
		}), []finding{authSecretMissing(`Secret "nil"`)}},
		"an address without a port":       {redis(func(c *v1beta1.RedisStorageConfig) { c.Addr = "redis" }), []finding{authInvalidIn("addr", "host:port")}},
		"an address with a port of words": {redis(func(c *v1beta1.RedisStorageConfig) { c.Addr = "redis:http" }), []finding{authInvalidIn("addr")}},
		"an address without a host":       {redis(func(c *v1beta1.RedisStorageConfig) { c.Addr = ":6379" }), []finding{authInvalidIn("addr")}},
		"no address":                      {redis(func(c *v1beta1.RedisStorageConfig) { c.Addr = "" }), []finding{authInvalidIn("either addr or sentinelConfig")}},
		"a cluster without an address":    {redis(func(c *v1beta1.RedisStorageConfig) { c.Addr, c.ClusterMode = "", true }), []finding{authInvalidIn("either addr"), authInvalidIn("clusterMode")}},
		"TLS for Sentinels without them":  {redis(func(c *v1beta1.RedisStorageConfig) { c.SentinelTLS = &v1beta1.RedisTLSConfig{} }), []finding{authWithoutEffect("sentinelTls", "no effect")}},
		"timeouts": {redis(func(c *v1beta1.RedisStorageConfig) { c.DialTimeout, c.ReadTimeout, c.WriteTimeout = "0s", "soon", "3s" }),
			[]finding{authInvalidIn("dialTimeout"), authInvalidIn("readTimeout")}},
		"Sentinels by a Service":     {sentinel(v1beta1.RedisSentinelConfig{MasterName: "m", SentinelService: service}), nil},
		"Sentinels by addresses":     {sentinel(v1beta1.RedisSentinelConfig{MasterName: "m", SentinelAddrs: []string{"a:26379", "[::1]:26379"}}), nil},
		"Sentinels without a master": {sentinel(v1beta1.RedisSentinelConfig{SentinelService: service}), []finding{authInvalidIn("masterName")}},
		"Sentinels of both sorts":    {sentinel(v1beta1.RedisSentinelConfig{MasterName: "m", SentinelAddrs: []string{"a:1"}, SentinelService: service}), []finding{authInvalidIn("either sentinelAddrs or sentinelService")}},
		"Sentinels nowhere":          {sentinel(v1beta1.RedisSentinelConfig{MasterName: "m"}), []finding{authInvalidIn("either sentinelAddrs or sentinelService")}},
		"a Sentinel without a port":  {sentinel(v1beta1.RedisSentinelConfig{MasterName: "m", SentinelAddrs: []string{"a:1", "b"}}), []finding{authInvalidIn("host:port", `"b"`)}},
		"an address and Sentinels too": {redis(func(c *v1beta1.RedisStorageConfig) {
			c.SentinelConfig = &v1beta1.RedisSentinelConfig{MasterName: "m", SentinelService: service}
		}), []finding{authInvalidIn("either addr or sentinelConfig")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.ExternalAuth(proxyServer(authServer(func(c *serverConfig) { c.Storage = &tt.storage }))))
		})
	}
}

func TestDelegationOfAuthServers(t *testing.T) {
	client := func(changes ...func(*v1beta1.DelegateClientConfig)) v1beta1.DelegateClientConfig {
		config := v1beta1.DelegateClientConfig{ClientID: "agent", ClientSecretRef: anyKey(), Scopes: []string{"openid"}, Audiences: []string{publicURL}}
		for _, change := range changes {
			change(&config)
		}
		return config
	}
	issuer := func(changes ...func(*v1beta1.TrustedIssuerConfig)) v1beta1.TrustedIssuerConfig {
		config := v1beta1.TrustedIssuerConfig{
			IssuerURL: "https://ext.example.com/", ExpectedAudience: "aud", AllowedActors: []string{"a"}, AllowedDelegateClients: []string{"agent"},
		}
		for _, change := range changes {
			change(&config)
		}
		return config
	}
	clients := func(list ...v1beta1.DelegateClientConfig) serverChange {
		return func(c *serverConfig) { c.DelegateClients = list }
	}
	issuers := func(list ...v1beta1.TrustedIssuerConfig) serverChange {
		return func(c *serverConfig) { c.TrustedIssuers = list }
	}
	tests := map[string]struct {
		change serverChange
		want   []finding
	}{
		"a client":                  {clients(client()), nil},
		"a client without an ID":    {clients(client(func(c *v1beta1.DelegateClientConfig) { c.ClientID = "" })), []finding{authInvalidIn("delegateClients[0].clientId")}},
		"a client twice":            {clients(client(), client()), []finding{authInvalidIn("delegateClients[1].clientId", `"agent"`)}},
		"a client without a scope":  {clients(client(func(c *v1beta1.DelegateClientConfig) { c.Scopes = nil })), []finding{authInvalidIn("delegateClients[0]", "scopes")}},
		"a client of another scope": {clients(client(func(c *v1beta1.DelegateClientConfig) { c.Scopes = []string{"openid", "root"} })), []finding{mismatch(`"agent"`, `"root"`)}},
		"a client of another audience": {
			clients(client(func(c *v1beta1.DelegateClientConfig) { c.Audiences = []string{"https://x"} })), []finding{mismatch(`"agent"`, `"https://x"`)},
		},
		"an insecure server": {func(c *serverConfig) { clients(client())(c); c.InsecureAllowHTTP = true }, []finding{authInvalidIn("client secrets")}},

		"an issuer":               {issuers(issuer()), nil},
		"an issuer over http":     {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.IssuerURL = "http://localhost" })), []finding{authInvalidIn("trustedIssuers[0].issuerUrl", "insecureAllowHTTP")}},
		"which may be permitted":  {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.IssuerURL, c.InsecureAllowHTTP = "http://localhost", true })), nil},
		"an issuer twice":         {issuers(issuer(), issuer()), []finding{authInvalidIn("trustedIssuers[1].issuerUrl")}},
		"the server's own issuer": {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.IssuerURL = publicURL })), []finding{authInvalidIn("trustedIssuers[0].issuerUrl")}},
		"no audience":             {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.ExpectedAudience = "" })), []finding{authInvalidIn("expectedAudience")}},
		"keys":                    {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.JWKSURL = "https://ext.example.com/keys?x" })), nil},
		"keys over http":          {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.JWKSURL = "http://ext.example.com/keys" })), []finding{authInvalidIn("jwksUrl")}},
		"keys at a private place": {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.JWKSURL = "https://10.0.0.1/keys" })), []finding{authInvalidIn("jwksUrl", "allowPrivateIPs")}},
		"that may be permitted":   {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.JWKSURL, c.AllowPrivateIPs = "https://10.0.0.1/keys", true })), nil},
		"a private place unnamed": {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.AllowPrivateIPs = true })), []finding{authInvalidIn("allowPrivateIPs", "jwksUrl")}},
		"every client":            {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.AllowedDelegateClients = []string{"*"} })), nil},
		"no client":               {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.AllowedDelegateClients = nil })), []finding{authInvalidIn("allowedDelegateClients")}},
		"every client, and one":   {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.AllowedDelegateClients = []string{"*", "a"} })), []finding{authInvalidIn("allowedDelegateClients")}},
		"every client, by itself": {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.AllowedDelegateClients, c.AllowMayAct = []string{"*"}, true })), []finding{authInvalidIn("allowMayAct")}},
		"no actor":                {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.AllowedActors = nil })), []finding{authInvalidIn("allowedActors", "allowMayAct")}},
		"no actor but by itself":  {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.AllowedActors, c.AllowMayAct = nil, true })), nil},
		"a claim for the actor":   {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.ActorClaim = "client_id" })), nil},
		"a claim for others":      {issuers(issuer(func(c *v1beta1.TrustedIssuerConfig) { c.ActorClaim = "sub" })), []finding{authInvalidIn("actorClaim")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.ExternalAuth(proxyServer(authServer(tt.change))))
		})
	}
}

func TestSecretValuesOfAuthServers(t *testing.T) {
	whole := authServer(func(c *serverConfig) {
		c.DelegateClients = []v1beta1.DelegateClientConfig{{ClientID: "agent", ClientSecretRef: anyKey(), Scopes: []string{"openid"}, Audiences: []string{publicURL}}}
		c.Storage = &v1beta1.AuthServerStorageConfig{Type: v1beta1.AuthServerStorageTypeRedis, Redis: &v1beta1.RedisStorageConfig{
			SentinelConfig: &v1beta1.RedisSentinelConfig{MasterName: "m", SentinelService: &v1beta1.SentinelServiceRef{Name: "s"}},
			ACLUserConfig:  v1beta1.RedisACLUserConfig{PasswordSecretRef: v1beta1.SecretKeyRef{Name: "any", Key: "empty"}},
			TLS:            &v1beta1.RedisTLSConfig{CACertSecretRef: anyKeyRef()}, SentinelTLS: &v1beta1.RedisTLSConfig{CACertSecretRef: anyKeyRef()},
		}}
	})
	assert.Empty(t, validate.ExternalAuth(proxyServer(whole)))
	value := func(entry digest.Entry) change {
		return func(in *validate.Input) { in.Secrets["any"]["key"] = entry }
	}
	requireFindings(t, []finding{
		secretInvalid("signingKeySecretRefs[0]", "PEM", `Secret "any"`, `"key"`),
		secretInvalid("tls.caCertSecretRef", "CERTIFICATE"),
		secretInvalid("sentinelTls.caCertSecretRef", "CERTIFICATE"),
	}, validate.ExternalAuth(proxyServer(whole, value(digest.Entry{Length: 32, HeaderValue: true}))))
	requireFindings(t, []finding{
		secretInvalid("hmacSecretRefs[0]", "32 bytes"), secretInvalid("delegateClients[0].clientSecretRef", "32 bytes"),
	}, validate.ExternalAuth(proxyServer(whole, value(digest.Entry{Length: 31, SigningKey: true, Certificates: 1}))))
}

func TestAuthServersAndTheirProxies(t *testing.T) {
	ref := func(change func(*v1beta1.MCPOIDCConfigReference)) change {
		return func(in *validate.Input) { change(in.Endpoint.Spec.ProxyConfig.OIDCConfigRef) }
	}
	const service = "http://mcp-search-remote-proxy.default.svc.cluster.local:8080"
	unset := func(r *v1beta1.MCPOIDCConfigReference) { r.Audience, r.ResourceURL = service, "" }
	baseline := func(scopes ...string) authSpec {
		return authServer(func(c *serverConfig) { c.BaselineClientScopes = scopes })
	}
	redirect := func(uri string) authSpec {
		return authServer(func(c *serverConfig) { c.UpstreamProviders[0].OIDCConfig.RedirectURI = uri })
	}
	tests := map[string]struct {
		spec    authSpec
		changes []change
		want    []finding
	}{
		"no OIDC configuration by reference": {
			authServer(), []change{func(in *validate.Input) { in.Endpoint.Spec.ProxyConfig.OIDCConfigRef = nil }}, []finding{mismatch("spec.proxyConfig.oidcConfigRef")},
		},
		"no proxy configuration at all": {
			authServer(), []change{func(in *validate.Input) { in.Endpoint.Spec.ProxyConfig = nil }}, []finding{mismatch("spec.proxyConfig.oidcConfigRef")},
		},
		"that the reference leads nowhere is told elsewhere": {authServer(), []change{func(in *validate.Input) { in.OIDCConfig = nil }}, nil},
		"another audience": {
			authServer(), []change{ref(func(r *v1beta1.MCPOIDCConfigReference) { r.Audience = "toolhive" })}, []finding{mismatch(`"toolhive"`, publicURL, "audience")},
		},
		"the default resource URL, which is plain http": {
			authServer(), []change{ref(unset)}, []finding{mismatch("redirect URI", "plain http", "resourceUrl", `"corp-idp"`)},
		},
		"the default resource URL, and a redirect URI": {redirect(publicURL + "/oauth/callback"), []change{ref(unset)}, nil},
		"another issuer": {
			authServer(), []change{func(in *validate.Input) { in.OIDCConfig.Spec.Inline.Issuer = "https://idp.example.com" }},
			[]finding{mismatch(`"https://idp.example.com"`, publicURL, `MCPOIDCConfig "idp"`)},
		},
		"scopes that the server has by itself": {baseline("offline_access", "profile"), nil, nil},
		"scopes that the reference has":        {baseline("read"), []change{ref(func(r *v1beta1.MCPOIDCConfigReference) { r.Scopes = []string{"openid", "read"} })}, nil},
		"scopes that nobody has": {
			baseline("openid", "offline_access"), []change{ref(func(r *v1beta1.MCPOIDCConfigReference) { r.Scopes = []string{"openid"} })},
			[]finding{mismatch("baselineClientScopes", `"offline_access"`)},
		},
		"its own header is forwarded by someone else": {authServer(), []change{forward(headers{"Authorization": "v"})}, []finding{headerConflict(`"Authorization"`, "spec.headerForward")}},
		"its tokens stay with the proxy": {
			authServer(func(c *serverConfig) { c.DisableUpstreamTokenInjection = true }), []change{forward(headers{"Authorization": "v"})}, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.ExternalAuth(proxyServer(tt.spec, tt.changes...)))
		})
	}
}

func TestAuthServerRef(t *testing.T) {
	// byRef moves the authorization server to spec.proxyConfig.authServerRef, and makes room for another auth config.
	byRef := func(spec authSpec, changes ...change) validate.Input {
		in := proxyServer(spec)
		in.Endpoint.Spec.ProxyConfig.AuthServerRef = &v1beta1.AuthServerRef{Kind: "MCPExternalAuthConfig", Name: "login"}
		in.AuthServer, in.AuthConfig, in.Endpoint.Spec.ExternalAuthConfigRef = in.AuthConfig, nil, nil
		for _, change := range changes {
			change(&in)
		}
		return in
	}
	external := func(authType v1beta1.ExternalAuthType, spec authSpec) change {
		return func(in *validate.Input) {
			spec.Type = authType
			in.AuthConfig = controllertest.AuthConfig("other", spec)
			in.Endpoint.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "other"}
		}
	}
	stripping := authServer(func(c *serverConfig) { c.DisableUpstreamTokenInjection = true })
	exchange := external(v1beta1.ExternalAuthTypeTokenExchange, authSpec{TokenExchange: &v1beta1.TokenExchangeConfig{TokenURL: "https://sts.example.com"}})
	aws := external(v1beta1.ExternalAuthTypeAWSSts, authSpec{AWSSts: &v1beta1.AWSStsConfig{Region: "eu-west-1", FallbackRoleArn: "arn:aws:iam::123456789012:role/mcp"}})
	bearer := external(v1beta1.ExternalAuthTypeBearerToken, authSpec{BearerToken: &v1beta1.BearerTokenConfig{TokenSecretRef: password}})
	injection := func(header string) change {
		return external(v1beta1.ExternalAuthTypeHeaderInjection, authSpec{HeaderInjection: &v1beta1.HeaderInjectionConfig{HeaderName: header, ValueSecretRef: password}})
	}
	tests := map[string]struct {
		in   validate.Input
		want []finding
	}{
		"all is well": {byRef(authServer()), nil},
		"another kind": {
			byRef(authServer(), func(in *validate.Input) { in.Endpoint.Spec.ProxyConfig.AuthServerRef.Kind = "Secret" }),
			[]finding{configuration(v1alpha1.ReasonAuthServerRefInvalid, `Secret "login"`, "spec.proxyConfig.authServerRef")},
		},
		"one that is missing": {
			byRef(authServer(), func(in *validate.Input) { in.AuthServer = nil }),
			[]finding{{v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthConfigNotFound, []string{`"login"`, "spec.proxyConfig.authServerRef"}}},
		},
		"one of another type": {
			byRef(authServer(), func(in *validate.Input) { in.AuthServer.Spec.Type = v1beta1.ExternalAuthTypeAWSSts }),
			[]finding{configuration(v1alpha1.ReasonAuthServerRefInvalid, `"login"`, "awsSts", "embeddedAuthServer")},
		},
		"one without the member": {
			byRef(authServer(), func(in *validate.Input) { in.AuthServer.Spec.EmbeddedAuthServer = nil }), []finding{authInvalidIn("spec.embeddedAuthServer")},
		},
		"a Secret that is missing": {
			byRef(authServer(), func(in *validate.Input) { delete(in.Secrets["any"], "key") }),
			[]finding{authSecretMissing(`Secret "any"`), authSecretMissing(`Secret "any"`), authSecretMissing(`Secret "any"`)},
		},
		"what is wrong with it is found": {byRef(authServer(func(c *serverConfig) { c.PrimaryUpstreamProvider = "x" })), []finding{authInvalidIn("primaryUpstreamProvider")}},
		"what does not fit is found":     {byRef(authServer(func(c *serverConfig) { c.Issuer = "https://other.example.com" })), []finding{mismatch("issuer")}},
		"a second one": {
			byRef(authServer(), external(v1beta1.ExternalAuthTypeEmbeddedAuthServer, authServer())), []finding{conflict(`"login"`, `"other"`, "authServerRef", "externalAuthConfigRef")},
		},
		"its token is exchanged":                 {byRef(authServer(), exchange), nil},
		"its token is exchanged for a signature": {byRef(authServer(), aws), nil},
		"no token is left to exchange":           {byRef(stripping, exchange), []finding{conflict("disableUpstreamTokenInjection", `"login"`, `"other"`)}},
		"nor to sign for":                        {byRef(stripping, aws), []finding{conflict("disableUpstreamTokenInjection")}},
		"another token is sent":                  {byRef(authServer(), bearer), []finding{headerConflict(`"Authorization"`, `"login"`, `"other"`)}},
		"another token is sent instead":          {byRef(stripping, bearer), nil},
		"another header is sent as well":         {byRef(authServer(), injection("X-Injected")), nil},
		"the same header is sent":                {byRef(authServer(), injection("authorization")), []finding{headerConflict(`"authorization"`)}},
		"a direct endpoint has no use for it": {
			byRef(authServer(), func(in *validate.Input) { in.AuthServer = nil }, endpointType(v1alpha1.EndpointTypeDirect)), nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.ExternalAuth(tt.in))
		})
	}
}
