using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Commands.Orders;
using SovereignFleet.Server.Link.Intake;

namespace SovereignFleet.Server.Commands;

internal static class CommandsRegistration
{
    /// <summary>What Hosts are told to do, and what they answer.</summary>
    public static IHostApplicationBuilder AddCommands(this IHostApplicationBuilder builder)
    {
        CommandKinds.RefuseTwins(CommandKinds.All);
        builder.Services.AddSingleton<CommandOrders>();
        builder.Services.AddSingleton<CommandConfirmations>();
        builder.Services.AddSingleton<CommandReader>();
        builder.Services.AddSingleton<ICommandAnswers, CommandAnswers>();
        builder.Services.AddHostedService<CommandPump>();
        return builder;
    }
}
