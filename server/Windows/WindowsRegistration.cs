using SovereignFleet.Server.Fleet.Inventory;

namespace SovereignFleet.Server.Windows;

internal static class WindowsRegistration
{
    /// <summary>When work on a Site may happen.</summary>
    public static IHostApplicationBuilder AddWindows(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SiteWindows>();
        builder.Services.AddSingleton<IInventoryPart, WindowsPart>();
        return builder;
    }
}
