namespace SovereignFleet.Server.Checks;

internal static class ChecksRegistration
{
    /// <summary>Whether what is declared works, before it is needed at night.</summary>
    public static IHostApplicationBuilder AddChecks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<InventoryCheck>().AddSingleton<TestMessages>();
        return builder;
    }
}
