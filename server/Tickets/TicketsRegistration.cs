namespace SovereignFleet.Server.Tickets;

internal static class TicketsRegistration
{
    /// <summary>Remote hands.</summary>
    public static IHostApplicationBuilder AddTickets(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
