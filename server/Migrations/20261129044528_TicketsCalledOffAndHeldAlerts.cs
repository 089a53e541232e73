using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class TicketsCalledOffAndHeldAlerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "looked_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "may_be_out",
                table: "tickets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "told",
                table: "tickets",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lane",
                table: "outbox",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "held_since",
                table: "alerts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "over_since",
                table: "alerts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "times",
                table: "alerts",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            // Nobody wrote down what may have left: what was ever tried may be with somebody.
            migrationBuilder.Sql("UPDATE tickets SET may_be_out = true WHERE external_id IS NOT NULL OR attempts > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "looked_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "may_be_out",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "told",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "lane",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "held_since",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "over_since",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "times",
                table: "alerts");
        }
    }
}
