using System.Text.Json;
using System.Text.RegularExpressions;

namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>{"endpoints": ["unix:/run/haproxy.sock", "tcp:127.0.0.1:19999"], "backend": "be"}</summary>
internal sealed partial record HaProxySettings(IReadOnlyList<string> Endpoints, string Backend)
{
    /// <summary>Null where the settings are unfit; then <paramref name="fault"/> names what to correct.</summary>
    public static HaProxySettings? Read(TargetServer server, out string fault)
    {
        fault = "";
        try
        {
            var settings = JsonSerializer.Deserialize<HaProxySettings>(server.Settings, JsonSerializerOptions.Web);
            fault = settings switch
            {
                null or { Endpoints: null or [] } => "targetSettings names no endpoints",
                { Backend: null or "" } => "targetSettings names no backend",
                // The names become part of a command line, where ';' begins another command.
                _ when !Word().IsMatch(settings.Backend) => $"'{settings.Backend}' is no HAProxy backend name",
                _ when !Word().IsMatch(server.Name) => $"'{server.Name}' is no HAProxy server name",
                _ => "",
            };
            return fault.Length == 0 ? settings : null;
        }
        catch (JsonException error)
        {
            fault = $"targetSettings cannot be read: {error.Message}";
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.:-]+$")]
    private static partial Regex Word();
}
