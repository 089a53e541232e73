using Microsoft.Extensions.Options;
using MudBlazor.Services;
using SovereignFleet.Dashboard.ControlPlane;
using SovereignFleet.Dashboard.Hosts.Commands;
using SovereignFleet.Dashboard.Layout.Navigation;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Dashboard.Security;
using SovereignFleet.Dashboard.SignIn;

namespace SovereignFleet.Dashboard;

/// <summary>Puts the dashboard together. Tests build the very same application.</summary>
internal static class DashboardApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(DashboardApp).Assembly.GetName().Name,
            // Pages and fonts lie beside the program, whatever folder it was started from.
            ContentRootPath = AppContext.BaseDirectory,
        });
        // Else eight lines for each request, whoever asks: nobody who can only knock fills a disk.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSystemd().AddSingleton(TimeProvider.System);
        builder.Services.AddControlPlane(builder.Configuration);
        builder.Services.AddSignIn(builder.Configuration);
        builder.Services.AddBlazorSecurity();
        builder.Services.AddScoped<ThemeChoice>().AddScoped<RailChoice>().AddScoped<Prompts>();
        builder.Services.AddMudServices();
        builder.AddAssetCompression();
        builder.Services.AddListening(builder.Configuration);

        var app = builder.Build();
        // Before the first setting is used, so that all that is wrong with them is reported together.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        foreach (var address in app.Services.GetRequiredService<IOptions<ListenOptions>>().Value.Addresses)
        {
            app.Urls.Add(address);
        }

        app.UseKnownProxies();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseOriginCheck();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapTokenSheet();
        app.MapSignOut();
        app.MapCommandFiles();
        app.MapPages();
        return app;
    }
}
