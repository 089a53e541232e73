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
            Log.ExportAccepted(logger, address, signal);
        }
        else
        {
            Log.ExportRefused(logger, address, signal);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 3401, Level = LogLevel.Warning, Message = "OpenTelemetry: {Address} takes no {Signal}; check Otlp:Endpoint and Otlp:Protocol, it is tried again")]
        public static partial void ExportRefused(ILogger logger, string address, string signal);

        [LoggerMessage(EventId = 3402, Level = LogLevel.Information, Message = "OpenTelemetry: {Address} takes {Signal} again")]
        public static partial void ExportAccepted(ILogger logger, string address, string signal);
    }
}
