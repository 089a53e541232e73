using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Agent.Exposition.Otlp;

/// <summary>Section Otlp: whether and where the agent sends its last readings as OpenTelemetry metrics.</summary>
internal sealed record OtlpOptions
{
    private const string Http = "http/protobuf";
    private const string Grpc = "grpc";
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromHours(1);

    /// <summary>Otlp:Endpoint. Null: nothing is sent. A path of its own is kept; without one HTTP takes /v1/metrics.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Otlp:Protocol: http/protobuf or grpc.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>Otlp:Period.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the collector may take to answer. No setting: it is waited for on a thread that does nothing else.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong with the settings, each naming the key; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public static OtlpOptions Read(IConfiguration settings)
    {
        var faults = new List<string>();
        var protocol = settings["Otlp:Protocol"] is { Length: > 0 } given ? given : Http;
        if (protocol is not (Http or Grpc))
        {
            faults.Add($"Otlp:Protocol is {protocol}: it must be {Http} or {Grpc}");
        }

        return new OtlpOptions
        {
            Endpoint = Address(settings["Otlp:Endpoint"], protocol == Grpc, faults),
            IsGrpc = protocol == Grpc,
            Period = Duration(settings["Otlp:Period"], faults),
            Faults = faults,
        };
    }

    private static Uri? Address(string? text, bool isGrpc, List<string> faults)
    {
        if (text is not { Length: > 0 })
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            faults.Add($"Otlp:Endpoint is {text}: it must be an address such as http://127.0.0.1:4318");
            return null;
        }

        return isGrpc || address.AbsolutePath != "/" ? address : new Uri(address, "/v1/metrics");
    }

    private static TimeSpan Duration(string? text, List<string> faults)
    {
        var standard = new OtlpOptions().Period;
        if (text is not { Length: > 0 })
        {
            return standard;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var period) && period >= TimeSpan.FromSeconds(1) && period <= LongestPeriod)
        {
            return period;
        }

        faults.Add($"Otlp:Period is {text}: it must be a time from one second to one hour, such as 00:00:10");
        return standard;
    }
}
