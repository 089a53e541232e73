using SovereignFleet.Server.Link.Intake;

namespace SovereignFleet.Server.Commands;

internal static class CommandsRegistration
{
    /// <summary>What Hosts are told to do, and what they answer.</summary>
    public static IHostApplicationBuilder AddCommands(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CommandOrders>();
        builder.Services.AddSingleton<CommandReader>();
        builder.Services.AddSingleton<ICommandAnswers, CommandAnswers>();
        builder.Services.AddHostedService<CommandPump>();
        return builder;
    }
}
