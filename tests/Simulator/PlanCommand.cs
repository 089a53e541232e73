using SovereignFleet.Simulator.Plan;

namespace SovereignFleet.Simulator;

/// <summary>Writes what the server and the load balancer must know of the fleet before it is there.</summary>
internal static class PlanCommand
{
    public static int Run(SimulatorOptions options)
    {
        Directory.CreateDirectory(options.Folder);
        if (options.Mode == "real")
        {
            Write("inventory.json", InventoryFile.ThisHost(options.Host));
            Console.WriteLine($"this host, {options.Host}");
            return 0;
        }

        var plan = FleetPlan.Of(options);
        Write("inventory.json", InventoryFile.Text(plan, options.BalancerSocket));
        Write("haproxy.cfg", BalancerFile.Text(plan, options.BalancerSocket));
        Console.WriteLine($"{options.Hosts} hosts with {FleetPlan.GpusPerHost} GPUs each in {plan.Sites.Count} sites");
        return 0;

        void Write(string name, string text) => File.WriteAllText(Path.Combine(options.Folder, name), text);
    }
}
