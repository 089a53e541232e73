namespace SovereignFleet.Server.Observability;

/// <summary>Tells when the collector takes nothing, and when it takes again: once each. OpenTelemetry itself keeps silent about it.</summary>
/// <param name="signal">metrics or traces.</param>
internal sealed partial class CollectorNews(string signal, Uri endpoint, ILogger logger)
{
    private bool takes = true;

    public void Tell(bool took)
    {
        if (took == takes)
        {
            return;
        }

        takes = took;
        // Without a name and password that the address may have.
        var address = $"{endpoint.Scheme}://{endpoint.Authority}{endpoint.AbsolutePath}";
        if (took)
        {
            Log.Taken(logger, address, signal);
        }
        else
        {
            Log.Refused(logger, address, signal);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning, Message = "OpenTelemetry: {Address} takes no {Signal}; check Otlp:Endpoint and Otlp:Protocol, it is tried again")]
        public static partial void Refused(ILogger logger, string address, string signal);

        [LoggerMessage(Level = LogLevel.Information, Message = "OpenTelemetry: {Address} takes {Signal} again")]
        public static partial void Taken(ILogger logger, string address, string signal);
    }
}
