// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// checkOptimizer looks at what vMCP demands of the search for tools.
func checkOptimizer(in selection.Input) []Problem {
	f := findings{condition: ConditionValid, reason: ReasonConfigInvalid}
	if ref := in.Server.Spec.EmbeddingServerRef; ref != nil {
		f.because(ReasonEmbeddingServerUnsupported, "spec.embeddingServerRef names EmbeddingServer %q, which ToolHive's operator alone runs: "+
			"set spec.config.optimizer.embeddingService to the URL of an embedding service instead", ref.Name)
	}
	optimizer := config(in).Optimizer
	if optimizer == nil {
		return f.problems
	}
	const field = "spec.config.optimizer."
	if optimizer.EmbeddingProvider == v1beta1.EmbeddingProviderOpenAI && (optimizer.EmbeddingService == "" || optimizer.EmbeddingModel == "") {
		f.add(field + "embeddingService and embeddingModel must be set when embeddingProvider is openai")
	}
	if optimizer.EmbeddingProvider != v1beta1.EmbeddingProviderOpenAI && len(optimizer.EmbeddingHeaders) > 0 {
		f.add(field + "embeddingHeaders are sent only when embeddingProvider is openai: remove them")
	}
	f.positive(field+"embeddingServiceTimeout", optimizer.EmbeddingServiceTimeout)
	f.number(field+"hybridSearchSemanticRatio", optimizer.HybridSearchSemanticRatio, 1)
	f.number(field+"semanticDistanceThreshold", optimizer.SemanticDistanceThreshold, 2)
	return f.problems
}

// number takes an empty value for the default.
func (f *findings) number(field, value string, most float64) {
	if number, err := strconv.ParseFloat(value, 64); value != "" && (err != nil || !(number >= 0 && number <= most)) {
		f.add("%s must be a number from 0 to %g", field, most)
	}
}

// checkRateLimits looks for what limits of calls need, and at their periods.
func checkRateLimits(in selection.Input) []Problem {
	limits := config(in).RateLimiting
	if limits == nil {
		return nil
	}
	f := findings{condition: ConditionValid, reason: ReasonConfigInvalid}
	if !sharesSessions(in) {
		f.add("spec.config.rateLimiting needs spec.sessionStorage with provider redis, where the calls are counted")
	}
	perUser := limits.PerUser != nil
	f.bucket("shared", limits.Shared)
	f.bucket("perUser", limits.PerUser)
	for i := range limits.Tools {
		tool := &limits.Tools[i]
		perUser = perUser || tool.PerUser != nil
		f.bucket(fmt.Sprintf("tools[%s].shared", tool.Name), tool.Shared)
		f.bucket(fmt.Sprintf("tools[%s].perUser", tool.Name), tool.PerUser)
	}
	if perUser && in.Server.Spec.IncomingAuth.Type != v1beta1.IncomingAuthTypeOIDC {
		f.add("spec.config.rateLimiting limits calls per user, and there are no users without spec.incomingAuth of type oidc")
	}
	return f.problems
}

func (f *findings) bucket(name string, bucket *v1beta1.RateLimitBucket) {
	if bucket == nil {
		return
	}
	if period, err := time.ParseDuration(bucket.RefillPeriod); err != nil || period <= 0 {
		f.add("spec.config.rateLimiting.%s.refillPeriod must be a Go duration above zero, such as 1m", name)
	}
}
