using Microsoft.Extensions.Options;
using SovereignFleet.Dashboard.Security;

namespace SovereignFleet.Dashboard;

/// <summary>Refuses a start that would send passwords and sessions over a network in the clear, and says what to set.</summary>
internal sealed class PlainHttpCheck(IOptions<TransportOptions> transport) : IValidateOptions<ListenOptions>
{
    public ValidateOptionsResult Validate(string? name, ListenOptions options)
    {
        var plain = transport.Value.KnownProxies.Count > 0 ? [] : options.Addresses.Where(IsPlainBeyondThisMachine).ToList();
        return plain.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(plain.Select(address =>
                $"Listen names '{address}': passwords would cross the network in the clear. Set Listen to https://..., or KnownProxies to the proxy that ends TLS in front of it."));
    }

    private static bool IsPlainBeyondThisMachine(string address)
    {
        // What is no address at all, ListenOptionsCheck tells.
        try
        {
            var parsed = BindingAddress.Parse(address);
            return parsed is { Scheme: "http", IsUnixPipe: false }
                && parsed.Host != "localhost" && !(System.Net.IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var at) && System.Net.IPAddress.IsLoopback(at));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
