namespace SovereignFleet.Server.Observability;

/// <summary>Section <c>Otlp</c>: where the server's own metrics and traces are sent.</summary>
internal sealed class OtlpOptions
{
    public const string Http = "http/protobuf";
    public const string Grpc = "grpc";

    /// <summary>The collector. None: nothing is sent. HTTP takes /v1/metrics and /v1/traces behind it.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>http/protobuf or grpc.</summary>
    public string Protocol { get; set; } = Http;

    /// <summary>How often metrics are sent.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(30);

    public bool HasEndpoint => Endpoint is null || (Endpoint.IsAbsoluteUri && Endpoint.Scheme is "http" or "https");

    public bool HasProtocol => Protocol is Http or Grpc;

    public bool HasPeriod => Period >= TimeSpan.FromSeconds(1) && Period <= TimeSpan.FromHours(1);

    /// <param name="signal">metrics or traces.</param>
    public Uri AddressOf(string signal) =>
        Protocol == Grpc ? Endpoint! : new Uri($"{Endpoint!.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/{signal}");
}
