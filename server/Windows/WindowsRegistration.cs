using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Windows.Declared;
using SovereignFleet.Server.Windows.Requests;

namespace SovereignFleet.Server.Windows;

internal static class WindowsRegistration
{
    /// <summary>When work on a Site may happen.</summary>
    public static IHostApplicationBuilder AddWindows(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SiteWindows>();
        builder.Services.AddScoped<WindowReader>();
        builder.Services.AddScoped<WindowChanges>();
        builder.Services.AddScoped<BlackoutChanges>();
        builder.Services.AddSingleton<IInventoryPart, WindowsPart>();
        builder.Services.AddSingleton<IInventoryPart, BlackoutsPart>();
        return builder;
    }
}
