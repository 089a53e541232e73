using Microsoft.Extensions.Logging;

namespace SovereignFleet.Agent.Exposition.Otlp;

/// <summary>Tells when the collector takes nothing, and when it takes again: once each. OpenTelemetry itself logs nothing about it.</summary>
internal sealed partial class CollectorState(Uri endpoint, ILogger logger)
{
    private bool takes = true;

    public void Report(bool took)
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
            Log.ExportAccepted(logger, address);
        }
        else
        {
            Log.ExportRefused(logger, address);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1604, Level = LogLevel.Warning,
            Message = "OpenTelemetry: {Address} takes no metrics; check Otlp:Endpoint and Otlp:Protocol, it is tried again each Otlp:Period. The control plane misses nothing")]
        public static partial void ExportRefused(ILogger logger, string address);

        [LoggerMessage(EventId = 1605, Level = LogLevel.Information, Message = "OpenTelemetry: {Address} takes metrics again")]
        public static partial void ExportAccepted(ILogger logger, string address);
    }
}
