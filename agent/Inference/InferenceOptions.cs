using System.Globalization;
using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Inference.Metrics;

namespace SovereignFleet.Agent.Inference;

/// <summary>Section Inference: the inference servers of this Host.</summary>
internal sealed class InferenceOptions
{
    private const string DiscoverKey = "Discover";

    public IReadOnlyList<InferenceTarget> Targets { get; init; } = [];

    /// <summary>Inference:Discover: look on the loopback's usual ports for servers that are not configured.</summary>
    public bool Discover { get; init; }

    /// <summary>What is wrong with the settings, each naming the key; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <param name="settings">Inference:0:Name, Inference:0:Kind, Inference:0:Endpoint, Inference:0:InFlight, ..., Inference:Discover</param>
    public static InferenceOptions Read(IConfiguration settings)
    {
        var targets = new List<InferenceTarget>();
        var faults = new List<string>();
        foreach (var section in settings.GetSection("Inference").GetChildren().Where(section => section.Key != DiscoverKey))
        {
            if (Target(section, faults) is { } target)
            {
                targets.Add(target);
            }
        }

        faults.AddRange(targets.GroupBy(target => target.Name).Where(group => group.Count() > 1)
            .Select(group => $"Inference: two servers are called {group.Key}: Inference:<n>:Name tells them apart"));
        var discover = settings[$"Inference:{DiscoverKey}"];
        if (discover is { Length: > 0 } && !bool.TryParse(discover, out _))
        {
            faults.Add($"Inference:{DiscoverKey} is {discover}: it must be true or false");
        }

        return new InferenceOptions { Targets = targets, Discover = bool.TryParse(discover, out var on) && on, Faults = faults };
    }

    /// <summary>Null where it is wrong: then faults tells why.</summary>
    private static InferenceTarget? Target(IConfigurationSection section, List<string> faults)
    {
        var name = section["Kind"] is { Length: > 0 } given ? given : "vllm";
        if (InferenceKinds.Find(name) is not { } kind)
        {
            faults.Add($"{section.Path}:Kind is {name}: it must be one of {InferenceKinds.Names}");
            return null;
        }

        if (!Uri.TryCreate(section["Endpoint"], UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{section.Path}:Endpoint is {section["Endpoint"]}: it must be an address such as http://127.0.0.1:{kind.Port}"));
            return null;
        }

        var own = kind with
        {
            InFlight = Expression(section, "InFlight", kind.InFlight, faults)!,
            Queued = Expression(section, "Queued", kind.Queued, faults)!,
            Tokens = Expression(section, "Tokens", kind.Tokens, faults),
            Progress = Expression(section, "Progress", kind.Progress, faults),
        };
        return new(section["Name"] is { Length: > 0 } called ? called : endpoint.Authority, own, endpoint);
    }

    private static MetricExpression? Expression(IConfigurationSection section, string key, MetricExpression? standard, List<string> faults)
    {
        if (section[key] is not { Length: > 0 } text)
        {
            return standard;
        }

        if (MetricExpression.Parse(text) is { } expression)
        {
            return expression;
        }

        faults.Add($"{section.Path}:{key} is {text}: it must be names of metrics such as a_metric + another{{label=\"value\"}} + one_that_may_lack?");
        return standard;
    }
}

/// <summary>One inference server; Endpoint is its base address or that of its metrics.</summary>
internal sealed record InferenceTarget(string Name, InferenceKind Kind, Uri Endpoint);
