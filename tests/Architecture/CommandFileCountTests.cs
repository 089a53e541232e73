using System.Text.RegularExpressions;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Architecture;

/// <summary>A command is added in four files: the wire's action, the server's kind, the agent's action and the line that registers it.
/// A fifth that knows commands by name is one that the next command is forgotten in.</summary>
[TestClass]
public sealed class CommandFileCountTests(TestContext context)
{
    // Not three: compiled ahead of time, the agent cannot look for its actions, and each has a constructor of its own.
    private const int MostFiles = 4;

    /// <summary>Files that name a command for a reason that a new one does not have.</summary>
    private static readonly Dictionary<string, string> ForReasonsOfTheirOwn = new()
    {
        ["proto/Link/LinkVersion.cs"] = "what agents of the first version know: it never grows",
        ["agent/Commands/Limits/CommandDefaults.cs"] = "the two that only look, and what an agent does where nothing is set",
        ["agent/Commands/Queue/RestartVerdict.cs"] = "the two that another boot proves",
        ["agent/Bmc/Chassis/IdentifyLight.cs"] = "ipmitool's own word",
        ["proto/Link/EventKinds.cs"] = "a kind of Event: that the Host was booted",
        ["server/Fleet/MachineRepairs.cs"] = "what an inventory may let a machine do by itself: a new command is no repair",
        ["server/Service/Ladder/RungKinds.cs"] = "the verb, in a sentence for a person",
        ["server/Health/Rules/Gpu/GpuLostRule.cs"] = "the verb, in a sentence for a person",
        ["server/Health/Rules/Presence/BlindRemedy.cs"] = "the verb, in a sentence for a person",
        ["server/Health/Rules/Presence/ProfileRule.cs"] = "the verb, in a sentence for a person",
        ["server/Work/RemoteHands/Text/RepairWork.cs"] = "the verb, in a sentence for a person",
        ["server/Health/Silence/ConsoleOrders.cs"] = "orders it by itself",
        ["server/Health/Silence/SilentConsole.cs"] = "orders it by itself",
        ["server/Work/RemoteHands/Locator/LocatorLight.cs"] = "orders it by itself",
        ["dashboard/Tickets/TicketWork.razor.cs"] = "orders it by itself: the LED of a ticket's host",
        ["dashboard/Tickets/LocatorLed.cs"] = "tells what became of it beside a ticket",
        ["server/Work/RestartUnit/RestartUnitWork.cs"] = "orders it by itself",
        ["server/Work/ResetGpu/ResetGpuWork.cs"] = "orders it by itself",
        ["server/Work/Reboot/RebootWork.cs"] = "orders it by itself",
        ["server/Work/PowerCycle/PowerCycleWork.cs"] = "orders it by itself",
        ["server/Work/Soak/SoakWork.cs"] = "orders it by itself",
    };

    [TestMethod]
    public void Commands_Each_StandInAtMostFourProductFiles()
    {
        var files = Repository.Product.SelectMany(folder => SourceFile.Under(folder, ".cs", ".razor", ".proto")).ToList();
        var wrong = new List<string>();
        foreach (var name in CommandName.All)
        {
            var pattern = Pattern(name);
            string[] found = [.. files.Where(file => pattern.IsMatch(file.Code) && !ForReasonsOfTheirOwn.ContainsKey(file.Path)).Select(file => file.Path)];
            context.WriteLine($"{name}: {found.Length}: {string.Join(", ", found)}");
            if (found.Length > MostFiles)
            {
                wrong.Add($"{name} stands in {found.Length} files: {string.Join(", ", found)}");
            }
        }

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Exemptions_Each_StillNameACommand()
    {
        var files = Repository.Product.SelectMany(folder => SourceFile.Under(folder, ".cs")).ToDictionary(file => file.Path);
        var dead = ForReasonsOfTheirOwn.Keys.Where(path => !files.TryGetValue(path, out var file) || !CommandName.All.Any(name => Pattern(name).IsMatch(file.Code)));

        Assert.AreEqual("", string.Join('\n', dead));
    }

    /// <summary>By its name as a text, by its case or message on the wire, or by the class that describes or does it. "reboot" alone is an
    /// English word: it counts where it is the whole of a text.</summary>
    private static Regex Pattern(string name)
    {
        var message = string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var field = name.Replace('-', '_');
        string[] forms =
        [
            name.Contains('-') ? $@"(?<![\w-]){name}(?![\w-])" : $"\"{name}\"",
            $@"ActionOneofCase\.{message}\b",
            $@"\bnew {message}\b",
            $@"\b{message}(Kind|Action)\b",
            $@"\b([cC]ommand|wire|order)\.{message}\b",
            $@"\b{message} {field} = \d",
            $@"\bmessage {message}\b",
        ];
        return new Regex(string.Join('|', forms));
    }
}
