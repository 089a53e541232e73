using System.Reflection;
using Microsoft.Extensions.Logging;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Architecture;

/// <summary>An operator searches a log by number or name, months later: each message has both, and docs/log-messages.md lists them.</summary>
[TestClass]
public sealed class LogMessageTests
{
    private const int Block = 100;
    private static readonly Assembly[] Programs =
        [typeof(SovereignFleet.Agent.AgentOptions).Assembly, typeof(SovereignFleet.Server.Link.LinkOptions).Assembly, typeof(SovereignFleet.Dashboard.DashboardApp).Assembly];

    private static readonly IReadOnlyList<Message> All =
    [
        .. from program in Programs
           from type in program.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let said = method.GetCustomAttribute<LoggerMessageAttribute>()
           where said is not null
           orderby said.EventId, method.Name
           select new Message(program.GetName().Name!, type.FullName!, method.Name, said.EventId, said.Level, said.Message),
    ];

    [TestMethod]
    public void Messages_Each_HaveANumberOfTheirOwnAndOneCapabilityABlock()
    {
        var twins = All.GroupBy(message => message.Id).Where(same => same.Key < Block || same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(message => message.Where))}");
        var blocks = All.GroupBy(message => message.Id / Block).Where(block => block.Select(message => message.Capability).Distinct().Count() > 1)
            .Select(block => $"{block.Key * Block}: {string.Join(", ", block.Select(message => message.Capability).Distinct())}");

        Assert.AreEqual("", string.Join('\n', twins.Concat(blocks)));
    }

    [TestMethod]
    public void Messages_Each_HaveANameThatSaysWhatHappenedToWhat()
    {
        var wrong = All.Where(message => message.Name.Count(char.IsUpper) < 2).Select(message => $"{message.Where}: one word says too little")
            .Concat(All.GroupBy(message => (message.Program, message.Name)).Where(same => same.Count() > 1).Select(same => $"{same.Key.Name} is {string.Join(" and ", same.Select(message => message.Where))}"));

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Page_OfTheLogMessages_ListsThemAll()
    {
        var page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "log-messages.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2);

        Assert.AreEqual(string.Join('\n', All.Select(message => message.Row)), string.Join('\n', page), "docs/log-messages.md");
    }

    private sealed record Message(string Program, string Type, string Name, int Id, LogLevel Level, string Text)
    {
        public string Where => $"{Type}.{Name}";

        /// <summary>"SovereignFleet.Server.Link" of a type in SovereignFleet.Server.Link.Sessions.</summary>
        public string Capability => string.Join('.', Type.Split('.').Take(3));

        public string Row => $"| {Id} | `{Name}` | {Level} | {Text.Replace('\n', ' ').Replace('|', '/')} |";
    }
}
