using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace SovereignFleet.Dashboard.Security;

/// <summary>Believes X-Forwarded-For and X-Forwarded-Proto of the proxies that are configured, and of nobody else: whoever could write them would
/// choose the address that a sign-in is counted by.</summary>
internal static class KnownProxies
{
    public static void UseKnownProxies(this IApplicationBuilder app)
    {
        var proxies = app.ApplicationServices.GetRequiredService<IOptions<TransportOptions>>().Value.KnownProxies;
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies.Select(TransportOptions.Network))
        {
            options.KnownIPNetworks.Add(network!.Value);
        }

        app.UseForwardedHeaders(options);
    }
}
