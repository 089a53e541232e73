using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Shows what the Host's serial console says, by its BMC.</summary>
internal sealed class CaptureConsoleKind : ICommandKind
{
    public static CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.CaptureConsole)
    {
        Title = "Capture the console",
        Says = "What the serial console shows, by the BMC.",
        Lasts = TimeSpan.FromMinutes(20),
        ByGateway = GatewayUse.Repeatable,
        Arguments =
        [
            new CommandArgument("length", "Seconds", ArgumentKind.Duration)
            {
                Least = 1, Most = 600, Default = "60", Refusal = "The console is captured for 1 to 600 seconds.",
            },
        ],
    };

    CommandDescriptor ICommandKind.Descriptor => Descriptor;

    public static Command Wire(TimeSpan length) => new() { CaptureConsole = new CaptureConsole { Length = Duration.FromTimeSpan(length) } };

    public static string Text(TimeSpan length) => string.Create(CultureInfo.InvariantCulture, $"{Descriptor.Name} for {length.TotalSeconds:F0} s");

    public string Text(Command command, IReadOnlyDictionary<string, int> gpus) => Text(command.CaptureConsole.Length.ToTimeSpan());
}
