using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>The servers that are configured, and with Inference:Discover those that answer on the loopback's usual ports. What was
/// found stays: a server that does not answer later on is unknown, not gone.</summary>
internal sealed partial class ProbeList(InferenceOptions options, HttpClient http, TimeProvider time, ILogger<ProbeList> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly List<IInferenceProbe> probes = [.. options.Targets.Select(target => new MetricsProbe(target, http, time))];
    private readonly HashSet<int> taken = [.. options.Targets.Where(target => target.Endpoint.IsLoopback).Select(target => target.Endpoint.Port)];
    private Task<InferenceTarget?[]>? looking;
    private long? lookedAt;

    public IReadOnlyList<IInferenceProbe> All => [.. probes];

    /// <summary>True where there is nothing to ask, and never will be.</summary>
    public bool IsEmpty => probes.Count == 0 && !options.Discover;

    public IReadOnlyList<string> Faults => options.Faults;

    /// <summary>Looks for more servers, once a minute and beside the readings: what is found is asked from the next reading on.</summary>
    public void Look()
    {
        if (!options.Discover)
        {
            return;
        }

        if (looking is { IsCompletedSuccessfully: true })
        {
            Add(looking);
            looking = null;
        }

        if (looking is null or { IsCompleted: true } && (lookedAt is not { } before || time.GetElapsedTime(before) >= Period))
        {
            lookedAt = time.GetTimestamp();
            looking = Task.WhenAll(Candidates().Select(target => TryAsync(target, CancellationToken.None)));
        }
    }

    private void Add(Task<InferenceTarget?[]> looked)
    {
        foreach (var target in looked.GetAwaiter().GetResult().OfType<InferenceTarget>())
        {
            Log.InferenceServerFound(logger, target.Kind.Name, target.Endpoint);
            taken.Add(target.Endpoint.Port);
            probes.Add(new MetricsProbe(target, http, time));
        }
    }

    private IEnumerable<InferenceTarget> Candidates() => InferenceKinds.All.Where(kind => !taken.Contains(kind.Port)).Select(kind =>
        new InferenceTarget(kind.Name, kind, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{kind.Port}"))));

    /// <summary>It is one where its queue can be read: by that name only its own kind has it.</summary>
    private async Task<InferenceTarget?> TryAsync(InferenceTarget target, CancellationToken cancellationToken) =>
        (await new MetricsProbe(target, http, time).ReadAsync(cancellationToken)).Queued is null ? null : target;

    private static partial class Log
    {
        [LoggerMessage(EventId = 1201, Level = LogLevel.Information, Message = "Found an inference server: {Kind} at {Endpoint}")]
        public static partial void InferenceServerFound(ILogger logger, string kind, Uri endpoint);
    }
}
