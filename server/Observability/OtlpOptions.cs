using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Observability;

/// <summary>Section <c>Otlp</c>: where the server's own metrics and traces are sent.</summary>
internal sealed class OtlpOptions : IServerOptions
{
    public const string Http = "http/protobuf";
    public const string Grpc = "grpc";

    /// <summary>The collector. None: nothing is sent. HTTP takes /v1/metrics and /v1/traces behind it.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>http/protobuf or grpc.</summary>
    public string Protocol { get; set; } = Http;

    /// <summary>How often metrics are sent.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<string> Faults()
    {
        if (Endpoint is not null && !(Endpoint.IsAbsoluteUri && Endpoint.Scheme is "http" or "https"))
        {
            yield return "Otlp:Endpoint must be an address such as http://127.0.0.1:4318.";
        }

        if (Protocol is not (Http or Grpc))
        {
            yield return $"Otlp:Protocol must be {Http} or {Grpc}.";
        }

        if (Period < TimeSpan.FromSeconds(1) || Period > TimeSpan.FromHours(1))
        {
            yield return "Otlp:Period must be from one second to one hour.";
        }
    }

    /// <param name="signal">metrics or traces.</param>
    public Uri AddressOf(string signal) =>
        Protocol == Grpc ? Endpoint! : new Uri($"{Endpoint!.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/{signal}");
}
