using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace SovereignFleet.Tests.Support;

/// <summary>A small HTTP server of a test, on a port of the loopback.</summary>
internal static class LocalWeb
{
    public static async Task<WebApplication> StartAsync(
        Stage stage, int port, Action<WebApplication> map, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var web = stage.Own(builder.Build());
        map(web);
        await web.StartAsync(cancellationToken);
        return web;
    }
}
