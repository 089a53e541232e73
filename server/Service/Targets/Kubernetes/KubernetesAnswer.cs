using System.Net;

namespace SovereignFleet.Server.Service.Targets.Kubernetes;

/// <summary>What came of one call.</summary>
/// <param name="Fault">Null: it was done.</param>
/// <param name="Status">Null: there was no answer.</param>
/// <param name="RetryAfter">For how long the API asks to be left alone; null: it does not.</param>
internal sealed record KubernetesAnswer<T>(T? Value, string? Fault, HttpStatusCode? Status = null, TimeSpan? RetryAfter = null)
    where T : class;
