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
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSystemd();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddControlPlane(builder.Configuration);
        builder.Services.AddSignIn(builder.Configuration);
        builder.Services.AddBlazorSecurity();
        builder.Services.AddScoped<ThemeChoice>().AddScoped<RailChoice>().AddScoped<Prompts>();
        builder.Services.AddMudServices();
        builder.WebHost.UseUrls(builder.Configuration["Listen"] ?? "http://127.0.0.1:7480");

        var app = builder.Build();
        app.UseSecurityHeaders();
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
