using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using SovereignFleet.Dashboard.Layout.Forms;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>A command as far as a person has filled in its form, and whether that is enough to send it. The server decides.</summary>
internal sealed record OrderDraft(CommandKind Kind)
{
    /// <summary>By the arguments' names, as their fields show them: a GPU's UUID, "2", "true".</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = Kind.Arguments.ToDictionary(argument => argument.Name, argument => argument.DefaultValue);

    public string Reason { get; init; } = "";

    /// <summary>The Host's name, typed by the person as a confirmation.</summary>
    public string Typed { get; init; } = "";

    /// <summary>The person has said that requests which run now may fail.</summary>
    public bool EvenInService { get; init; }

    public OrderDraft With(string name, string value) => this with { Values = new Dictionary<string, string>(Values) { [name] = value } };

    /// <summary>Requests that the Host serves now would fail. The short diagnosis leaves them alone.</summary>
    public bool Disturbs(Host host) => Kind.Disturbs
        && host.ServiceState is (ServiceState.InService or ServiceState.Draining)
        && !Kind.Arguments.Any(argument => argument.Choices.Any(choice => choice.DisturbsNothing && choice.Value == Values[argument.Name]));

    /// <summary>The guard refuses it: a second person is asked.</summary>
    public bool AskSecondPerson { get; init; }

    public bool IsComplete(Host host) =>
        (!(Kind.NeedsReason || AskSecondPerson) || !string.IsNullOrWhiteSpace(Reason))
        && Kind.Arguments.All(argument => ArgumentBounds.IsWithin(argument, Values[argument.Name].Trim()))
        && (!Kind.EndsBoot || Typed == host.Name)
        && (!Disturbs(host) || EvenInService);

    public OrderCommandRequest Request(Host host) => new()
    {
        HostName = host.Name,
        Command = Wire(argument => Values[argument.Name].Trim()),
        Reason = Reason.Trim(),
        EvenInService = Disturbs(host) && EvenInService,
        AskSecondPerson = AskSecondPerson,
    };

    /// <summary>What the guard is asked as soon as the command is chosen: what is not filled in yet is as the form began with it.</summary>
    public PreviewCommandRequest Preview(Host host) => new()
    {
        HostName = host.Name,
        Command = Wire(argument => Values[argument.Name].Trim() is var value && ArgumentBounds.IsWithin(argument, value) ? value : argument.DefaultValue),
    };

    private Command Wire(Func<CommandArgument, string> value)
    {
        var action = new JsonObject();
        foreach (var argument in Kind.Arguments)
        {
            action[argument.Name] = Json(argument, value(argument));
        }

        // The action's field of Command is the command's name with underscores.
        return JsonParser.Default.Parse<Command>(new JsonObject { [Kind.Name.Replace('-', '_')] = action }.ToJsonString());
    }

    private static JsonNode? Json(CommandArgument argument, string value) => argument.Kind switch
    {
        ArgumentKind.Gpus => value.Length > 0 ? new JsonArray(value) : [],
        ArgumentKind.Number => long.Parse(value, CultureInfo.InvariantCulture),
        ArgumentKind.Duration => value + "s",
        ArgumentKind.Switch => value == "true",
        _ => value,
    };
}
