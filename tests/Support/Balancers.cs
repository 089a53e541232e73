using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Tests.Support;

/// <summary>A drain target of two endpoints in memory. Each can be away, forget all (a restart), not know a server, or take a command
/// and change nothing.</summary>
internal sealed class Balancers : IDrainTarget
{
    public string Name => "balancers";

    public Balancer A { get; } = new("a");
    public Balancer B { get; } = new("b");

    /// <summary>Awaited before a command goes out: a worker that is held up is held up here.</summary>
    public Func<Task> BeforeCommand { get; set; } = () => Task.CompletedTask;

    /// <summary>Called before each reading.</summary>
    public Action BeforeReading { get; set; } = () => { };

    public bool IsDrained(string server) => A.IsDrained(server) || B.IsDrained(server);

    public IEnumerable<SettingsFault> Judge(JsonElement settings) => [];

    public Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken)
    {
        BeforeReading();
        return Task.FromResult(new TargetReading([.. In(server).Select(balancer => balancer.Read(server.Name))]));
    }

    // {"only": "a"}: the other one is not, or no more, in the settings.
    private IEnumerable<Balancer> In(TargetServer server) => new[] { A, B }.Where(balancer =>
        JsonDocument.Parse(server.Settings).RootElement is var settings && (!settings.TryGetProperty("only", out var only) || only.GetString() == balancer.Name));

    public Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken) =>
        SetAsync(server, drain: true, new HashSet<string>());

    public Task<string?> CloseAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken)
    {
        foreach (var balancer in In(server).Where(balancer => !leave.Contains(balancer.Name)))
        {
            balancer.Close(server.Name);
        }

        return Task.FromResult<string?>(null);
    }

    public Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        SetAsync(server, drain: false, leave);

    private async Task<string?> SetAsync(TargetServer server, bool drain, IReadOnlySet<string> leave)
    {
        await BeforeCommand();
        var faults = In(server).Where(balancer => !leave.Contains(balancer.Name))
            .Select(balancer => balancer.Command(server.Name, drain)).OfType<string>().ToArray();
        return faults.Length == 0 ? null : string.Join("; ", faults);
    }

    /// <summary>One endpoint.</summary>
    internal sealed class Balancer(string name)
    {
        private readonly Lock gate = new();
        private readonly HashSet<string> drained = [];
        private readonly HashSet<string> unknown = [];
        private readonly HashSet<string> ours = [];
        private readonly HashSet<string> closed = [];

        public string Name => name;
        public bool Away { get; set; }
        /// <summary>It answers every command and obeys none: a server that tracks another one.</summary>
        public bool Stubborn { get; set; }
        public int Sessions { get; set; }
        /// <summary>Its own check says so of every server.</summary>
        public string? Down { get; set; }
        public string? Unproven { get; set; }
        /// <summary>A drained server still gets the clients that are kept to it, until it is closed.</summary>
        public bool KeepsClients { get; set; }
        /// <summary>The requests that it ever sent; null: it does not tell.</summary>
        public long? Taken { get; set; }
        public int Commands { get; private set; }

        public bool IsDrained(string server)
        {
            lock (gate)
            {
                return drained.Contains(server);
            }
        }

        /// <summary>Drained by a command of ours, and by nobody before.</summary>
        public bool IsOurs(string server)
        {
            lock (gate)
            {
                return ours.Contains(server);
            }
        }

        /// <summary>Restarted without a state file.</summary>
        public void Forget()
        {
            lock (gate)
            {
                drained.Clear();
                ours.Clear();
                closed.Clear();
            }
        }

        /// <summary>Whoever else had drained something undoes it.</summary>
        public void Release()
        {
            lock (gate)
            {
                drained.IntersectWith(ours);
            }
        }

        /// <summary>Somebody else's hand.</summary>
        public void Set(string server, bool drain)
        {
            lock (gate)
            {
                _ = drain ? drained.Add(server) : drained.Remove(server);
                ours.Remove(server);
                closed.Remove(server);
            }
        }

        public void Close(string server)
        {
            lock (gate)
            {
                closed.Add(server);
            }
        }

        public bool IsClosed(string server)
        {
            lock (gate)
            {
                return closed.Contains(server);
            }
        }

        public void Lose(string server)
        {
            lock (gate)
            {
                unknown.Add(server);
            }
        }

        public EndpointReading Read(string server)
        {
            lock (gate)
            {
                return Away ? new(name, EndpointState.Unreachable, 0, "no answer")
                    : unknown.Contains(server) ? new(name, EndpointState.Missing, 0, "no such server")
                    : new(name, drained.Contains(server) ? EndpointState.Drained : EndpointState.Taking, Sessions, $"{Sessions} sessions")
                    {
                        Server = server,
                        Down = drained.Contains(server) ? null : Down,
                        Unproven = drained.Contains(server) ? null : Unproven,
                        KeepsClients = KeepsClients && drained.Contains(server) && !closed.Contains(server),
                        Taken = Taken,
                    };
            }
        }

        public string? Command(string server, bool drain)
        {
            lock (gate)
            {
                if (Away || unknown.Contains(server))
                {
                    return $"{name}: {(Away ? "no answer" : "no such server")}";
                }

                if (++Commands > 1_000)
                {
                    throw new InvalidOperationException("A balancer that is asked without end.");
                }

                if (Stubborn)
                {
                    return null;
                }

                if (drain && drained.Add(server))
                {
                    ours.Add(server);
                }

                if (!drain && drained.Remove(server))
                {
                    ours.Remove(server);
                    closed.Remove(server);
                }

                return null;
            }
        }
    }
}
